"""The database: schema, migrations, one file an aggregate, and the outbox."""
