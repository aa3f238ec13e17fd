-- +goose Up
create table org (
	realm text not null,
	id text not null,
	kind text not null,
	title text not null,
	parent text not null,
	area text not null,
	uscc text not null,
	primary key (realm, id)
);
create index org_kind on org (realm, kind);
create index org_parent on org (realm, parent);
-- post is what a person holds in an organisation: for one place, for one area, or, with neither, for the whole realm.
create table post (
	realm text not null,
	id text not null,
	org text not null,
	kind text not null,
	title text not null,
	duties text not null,
	person text not null,
	place text not null,
	area text not null,
	stands_for text not null,
	since bigint not null,
	until bigint not null,
	primary key (realm, id),
	foreign key (realm, org) references org (realm, id),
	foreign key (realm, person) references person (realm, id)
);
create index post_person on post (realm, person, id);
create index post_place on post (realm, place);
create index post_area on post (realm, area);
create index post_kind on post (realm, kind);
