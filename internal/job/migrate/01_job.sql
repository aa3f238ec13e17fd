-- +goose Up
create table job (
	id text not null primary key,
	realm text not null,
	kind text not null,
	payload text not null,
	run_at bigint not null,
	lease bigint not null,
	tries bigint not null,
	fault text not null
);
create index job_due on job (run_at, id);
