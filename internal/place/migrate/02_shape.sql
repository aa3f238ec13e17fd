-- +goose Up
-- shape is where a place or an area lies: a GeoJSON geometry in WGS 84. thing is the id of either; ids are unique.
create table shape (
	realm text not null,
	thing text not null,
	sort text not null,
	geometry text not null,
	primary key (realm, thing)
);
