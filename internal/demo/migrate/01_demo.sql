-- +goose Up
create table demonstration (
	id text not null primary key,
	played bigint not null
);
