-- Orders are looked for by what somebody else calls them, so the value comes first and one index does the work of two.
alter table refs drop constraint refs_pkey;
alter table refs add primary key (value, system, kind, subject_id);
drop index refs_value;
