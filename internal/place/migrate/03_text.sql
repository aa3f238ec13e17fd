-- +goose Up
-- What places are called, by its terms (store.Names). Each engine has its own form, which no archive holds.
-- only: sqlite
create table place_shelf (
	realm text not null,
	id text not null,
	number bigint not null,
	primary key (realm, id)
);
-- only: sqlite
create index place_shelf_number on place_shelf (number);
-- only: sqlite
create virtual table place_text using fts5(terms, realm, content = '', contentless_delete = 1, tokenize = 'ascii');
-- only: postgres
create table place_text (
	realm text not null,
	id text not null,
	number bigint generated always as identity,
	terms tsvector not null,
	primary key (realm, id)
);
-- only: postgres
create index place_text_terms on place_text using gin (terms);
