-- +goose Up
-- shelf tells where a realm's matters lie in the full-text index, and below which number they are not in it yet.
create table shelf (
	realm text not null primary key,
	shelf bigint not null,
	behind bigint not null
);
-- only: sqlite
create virtual table matter_text using fts5(title, body, content = '', contentless_delete = 1, tokenize = 'ascii');
-- only: postgres
create table matter_text (
	realm text not null,
	number bigint not null,
	terms tsvector not null,
	primary key (realm, number)
);
-- only: postgres
create index matter_text_terms on matter_text using gin (terms);
