-- +goose Up
create table once (
	realm text not null,
	caller text not null,
	key text not null,
	body text not null,
	answer bytea not null,
	at bigint not null,
	primary key (realm, caller, key)
);
create index once_at on once (realm, at);
