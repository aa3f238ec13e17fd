-- +goose Up
create table realm (
	realm text not null primary key,
	kind text not null,
	street text not null,
	title text not null,
	title_en text not null
);
create index realm_street on realm (street, realm);
-- authority counts the changes in a realm that can change what somebody may do.
create table authority (
	realm text not null primary key,
	version bigint not null
);
