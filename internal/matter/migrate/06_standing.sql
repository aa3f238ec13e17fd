-- +goose Up
-- standing holds how many matters of a kind are open in a grid ('' for none), kept with each that begins or ends: to count
-- them would be to read them all. Numbers are also in the record, from which verify counts them again.
create table standing (
	realm text not null,
	kind text not null,
	grid text not null,
	open bigint not null,
	primary key (realm, kind, grid)
);
insert into standing (realm, kind, grid, open) select realm, kind, grid, count(*) from matter where ending = '' group by realm, kind, grid;
