-- +goose Up
-- playbook holds every version that was ever installed, by the hash of its text; it belongs to no realm.
create table playbook (
	hash text not null primary key,
	name text not null,
	version text not null,
	text text not null,
	at bigint not null
);
-- practice is which version of which playbook a realm plays now.
create table practice (
	realm text not null,
	playbook text not null,
	hash text not null,
	since bigint not null,
	primary key (realm, playbook)
);
