-- +goose Up
-- Who is suggested to handle a matter is looked for among those who handled its kind in its grid: the last ones that ended well.
create index matter_past on matter (realm, kind, grid, closed, number) where ending = 'done' and handler <> '';
-- suggested holds how often something was suggested for a kind, about what (handler, kind or place), and how often the first
-- or another one of it was decided for, since when. It is in the record too, from which verify counts it again.
create table suggested (
	realm text not null,
	kind text not null,
	about text not null,
	made bigint not null,
	took_first bigint not null,
	took_other bigint not null,
	since bigint not null,
	primary key (realm, kind, about)
);
