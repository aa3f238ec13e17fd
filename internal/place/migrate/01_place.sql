-- +goose Up
create table place (
	realm text not null,
	id text not null,
	parent text not null,
	kind text not null,
	title text not null,
	code text not null,
	path text not null,
	fullname text not null,
	rank text not null,
	primary key (realm, id),
	unique (realm, code),
	unique (realm, parent, title)
);
create index place_children on place (realm, parent, rank);
create index place_kind on place (realm, kind, rank);
-- area is a set of places that does not nest into the tree: a grid, an assembly's area, a branch's area.
create table area (
	realm text not null,
	id text not null,
	kind text not null,
	title text not null,
	rank text not null,
	since bigint not null,
	until bigint not null,
	predecessor text not null,
	primary key (realm, id)
);
create index area_kind on area (realm, kind, rank);
create table area_place (
	realm text not null,
	area text not null,
	place text not null,
	since bigint not null,
	until bigint not null,
	primary key (realm, area, place, since),
	foreign key (realm, area) references area (realm, id),
	foreign key (realm, place) references place (realm, id)
);
create index area_place_place on area_place (realm, place, area);
