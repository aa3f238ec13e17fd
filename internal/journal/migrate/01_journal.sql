-- +goose Up
-- head holds a realm's counters: the newest journal entry and its hash, and the newest matter's number.
create table head (
	realm text not null primary key,
	number bigint not null,
	hash bytea not null,
	matters bigint not null
);
create table journal (
	realm text not null,
	number bigint not null,
	at bigint not null,
	account text not null,
	person text not null,
	post text not null,
	kind text not null,
	subject text not null,
	hash bytea not null,
	digest bytea not null,
	salt bytea,
	payload bytea,
	primary key (realm, number)
);
create index journal_subject on journal (realm, subject, number);
-- look is who saw sealed or personal data, and whose.
create table look (
	realm text not null,
	id text not null,
	at bigint not null,
	account text not null,
	person text not null,
	post text not null,
	subject text not null,
	what text not null,
	primary key (realm, id)
);
create index look_subject on look (realm, subject, at);
