-- +goose Up
create table household (
	realm text not null,
	id text not null,
	dwelling text not null,
	since bigint not null,
	until bigint not null,
	primary key (realm, id),
	foreign key (realm, dwelling) references place (realm, id)
);
create index household_dwelling on household (realm, dwelling);
-- person's phone and identity number are sealed; beside each lies a keyed digest by which an equal one is found.
create table person (
	realm text not null,
	id text not null,
	name text not null,
	account text not null,
	household text not null,
	phone bytea,
	phone_digest text not null,
	idnumber bytea,
	idnumber_digest text not null,
	primary key (realm, id)
);
create unique index person_account on person (realm, account) where account <> '';
create unique index person_idnumber on person (realm, idnumber_digest) where idnumber_digest <> '';
create index person_phone on person (realm, phone_digest) where phone_digest <> '';
create index person_household on person (realm, household);
create index person_of_account on person (account) where account <> '';
-- dwelling_owner is who holds title to a dwelling. It is not who lives there.
create table dwelling_owner (
	realm text not null,
	dwelling text not null,
	person text not null,
	since bigint not null,
	until bigint not null,
	primary key (realm, dwelling, person, since),
	foreign key (realm, dwelling) references place (realm, id),
	foreign key (realm, person) references person (realm, id)
);
create index dwelling_owner_person on dwelling_owner (realm, person);
create table membership (
	realm text not null,
	person text not null,
	kind text not null,
	since bigint not null,
	until bigint not null,
	primary key (realm, person, kind, since),
	foreign key (realm, person) references person (realm, id)
);
create index membership_kind on membership (realm, kind);
