-- +goose Up
-- What a session is held by, as the browser says, and for how many milliseconds it may be unused.
alter table session add column about text not null default '';
alter table session add column idle bigint not null default 1800000;
alter table token add column scope text not null default 'write';
-- recovery is a code by which somebody who forgot their password sets a new one, once.
create table recovery (
	account text not null primary key,
	hash text not null,
	expires bigint not null
);
-- ceremony is what has to be remembered between two steps of a sign-in by passkey or elsewhere; it is used once.
create table ceremony (
	hash text not null primary key,
	data text not null,
	expires bigint not null
);
create table passkey (
	id text not null primary key,
	account text not null,
	name text not null,
	credential text not null,
	created bigint not null,
	used bigint not null
);
create index passkey_account on passkey (account);
-- elsewhere is who an account is at a provider of OpenID Connect.
create table elsewhere (
	issuer text not null,
	subject text not null,
	account text not null,
	primary key (issuer, subject)
);
create index elsewhere_account on elsewhere (account);
