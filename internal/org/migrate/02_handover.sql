-- +goose Up
-- handover is a post that went from one person to another: before ended and after began at the same moment. moved is how
-- much open work went along; -1 until the day has come.
create table handover (
	realm text not null,
	after text not null,
	before text not null,
	leaver text not null,
	successor text not null,
	at bigint not null,
	moved bigint not null,
	primary key (realm, after),
	foreign key (realm, after) references post (realm, id),
	foreign key (realm, before) references post (realm, id)
);
create index handover_leaver on handover (realm, leaver, at);
create index handover_successor on handover (realm, successor, at);
-- uncovered is why an estate has no party branch.
create table uncovered (
	realm text not null,
	estate text not null,
	reason text not null,
	noted bigint not null,
	primary key (realm, estate),
	foreign key (realm, estate) references place (realm, id)
);
