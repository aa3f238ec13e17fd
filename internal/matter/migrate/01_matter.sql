-- +goose Up
create table matter (
	realm text not null,
	id text not null,
	number bigint not null,
	code text not null,
	kind text not null,
	book text not null,
	title text not null,
	body text not null,
	place text not null,
	path text not null,
	at_place text not null,
	grid text not null,
	raiser text not null,
	handler text not null,
	stage text not null,
	shows text not null,
	ending text not null,
	reached text not null,
	due bigint not null,
	wake bigint not null,
	created bigint not null,
	closed bigint not null,
	version bigint not null,
	merged_into text not null,
	origin text not null,
	state jsonb not null,
	sealed bytea,
	primary key (realm, id)
);
create unique index matter_number on matter (realm, number);
create unique index matter_code on matter (realm, code);
create unique index matter_origin on matter (realm, origin) where origin <> '';
create index matter_kind on matter (realm, kind, stage, number);
create index matter_open on matter (realm, due, number) where ending = '';
create index matter_grid on matter (realm, grid, number);
create index matter_raiser on matter (realm, raiser, number) where raiser <> '';
create index matter_handler on matter (realm, handler, number) where handler <> '';
create index matter_merged on matter (realm, merged_into) where merged_into <> '';
create index matter_wake on matter (wake) where wake > 0;
-- party is who else has to do with a matter: its parties by name, and petitioners merged into it.
create table party (
	realm text not null,
	person text not null,
	matter text not null,
	role text not null,
	primary key (realm, person, matter, role)
);
create index party_matter on party (realm, matter);
-- outcome is what was done, in numbers: thousandths of its unit, or of a yuan.
create table outcome (
	realm text not null,
	matter text not null,
	field text not null,
	slot bigint not null,
	unit text not null,
	milli bigint not null,
	at bigint not null,
	primary key (realm, matter, field, slot)
);
-- referral ties a matter in a community to the one at the street that was made from it; it never changes but to end.
create table referral (
	realm text not null,
	id text not null,
	matter text not null,
	street text not null,
	kind text not null,
	told bytea not null,
	at bigint not null,
	other_number bigint not null,
	stage text not null,
	ending text not null,
	primary key (realm, id)
);
create index referral_matter on referral (realm, matter);
