-- +goose Up
-- What organisations are called, by its terms (store.Names). Each engine has its own form, which no archive holds.
-- only: sqlite
create table org_shelf (
	realm text not null,
	id text not null,
	number bigint not null,
	primary key (realm, id)
);
-- only: sqlite
create index org_shelf_number on org_shelf (number);
-- only: sqlite
create virtual table org_text using fts5(terms, realm, content = '', contentless_delete = 1, tokenize = 'ascii');
-- only: postgres
create table org_text (
	realm text not null,
	id text not null,
	number bigint generated always as identity,
	terms tsvector not null,
	primary key (realm, id)
);
-- only: postgres
create index org_text_terms on org_text using gin (terms);
