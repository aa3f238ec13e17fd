-- +goose Up
-- file is a photo or paper that somebody handed in. Its bytes lie in the blob store under <realm>/<id>; the row tells
-- of the bytes kept, not of those sent. subject is empty until the file is attached; by_account and by_person are both
-- empty when nobody was signed in.
create table file (
	realm text not null,
	id text not null,
	name text not null,
	type text not null,
	size bigint not null,
	width bigint not null,
	height bigint not null,
	sha256 text not null,
	by_account text not null,
	by_person text not null,
	at bigint not null,
	subject text not null,
	primary key (realm, id)
);
create index file_subject on file (realm, subject, at);
create index file_loose on file (at) where subject = '';
