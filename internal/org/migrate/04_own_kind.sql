-- +goose Up
-- own_kind is a sort of organisation that a realm named for itself. retired is 1 when it is chosen no more.
create table own_kind (
	realm text not null,
	id text not null,
	title text not null,
	title_en text not null,
	retired bigint not null,
	primary key (realm, id)
);
create unique index own_kind_title on own_kind (realm, title);
