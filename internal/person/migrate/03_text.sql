-- +goose Up
-- What people are called, by its terms (store.Names). Each engine has its own form, which no archive holds.
-- only: sqlite
create table person_shelf (
	realm text not null,
	id text not null,
	number bigint not null,
	primary key (realm, id)
);
-- only: sqlite
create index person_shelf_number on person_shelf (number);
-- only: sqlite
create virtual table person_text using fts5(terms, realm, content = '', contentless_delete = 1, tokenize = 'ascii');
-- only: postgres
create table person_text (
	realm text not null,
	id text not null,
	number bigint generated always as identity,
	terms tsvector not null,
	primary key (realm, id)
);
-- only: postgres
create index person_text_terms on person_text using gin (terms);
-- Who is known by name is found by it, and those who sign in are offered by theirs.
create index person_name on person (realm, name, id);
create index person_signs_in on person (realm, name, id) where account <> '';
