-- +goose Up
-- These three tables lie outside realms: one account may be a person in several.
create table account (
	id text not null primary key,
	login text not null unique,
	hash text not null,
	created bigint not null,
	changed bigint not null,
	failures bigint not null,
	failed bigint not null
);
-- Nobody's account: tries at logins that do not exist are counted here, so that they cost the same statements.
insert into account (id, login, hash, created, changed, failures, failed) values ('', '', '', 0, 0, 0, 0);
create table session (
	hash text not null primary key,
	account text not null,
	created bigint not null,
	seen bigint not null
);
create index session_account on session (account);
create table token (
	hash text not null primary key,
	id text not null unique,
	account text not null,
	name text not null,
	created bigint not null,
	expires bigint not null
);
create index token_account on token (account);
