-- +goose Up
-- invitation is a code that stands on a slip for a dwelling: whoever lives there makes an account by it.
create table invitation (
	realm text not null,
	id text not null,
	dwelling text not null,
	hash text not null,
	expires bigint not null,
	uses bigint not null,
	primary key (realm, id)
);
create index invitation_hash on invitation (realm, hash);
-- claim is somebody with an account who says where they live, and for whom nobody has vouched yet.
create table claim (
	realm text not null,
	id text not null,
	account text not null,
	name text not null,
	dwelling text not null,
	made bigint not null,
	primary key (realm, id)
);
create unique index claim_account on claim (realm, account);
