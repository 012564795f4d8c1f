import { hasOption, operands, type Part } from '../shell/words';
import { begins, type CatalogueEntry, runs } from './entry';

const clients = [
  'psql',
  'mysql',
  'mariadb',
  'sqlite3',
  'sqlcmd',
  'sqlplus',
  'mongosh',
  'mongo',
  'redis-cli',
  'valkey-cli',
  'cqlsh',
  'clickhouse',
  'clickhouse-client',
  'duckdb',
  'cockroach',
  'snowsql',
  'bq',
  'influx',
  'pgcli',
  'mycli',
  'usql',
  'turso',
  'neo4j',
  'cypher-shell',
  'etcdctl',
];

const losing =
  /\b(?:drop|truncate|delete\s+from|alter|update|insert|replace\s+into|grant|revoke|create\s+(?:user|role)|copy\b[\s\S]*\bprogram|dropdatabase|deletemany|deleteone|flushall|flushdb|del|unlink|config\s+set|shutdown|debug|eval|detach\s+delete|vacuum\s+into|attach)\b|\\[!io]|\bremove\s*\(|^\s*\.(?:shell|system|read|import|load|output|once|restore|save|open|excel)\b|\b(?:system|source)\s/iu;

/** What a client is given to run: arguments, here-documents, what is piped into it. */
function given(part: Part): readonly string[] {
  const bodies = part.redirects.flatMap(({ body }) => (body === undefined ? [] : [body.value]));
  return [...part.args, part.args.join(' '), ...bodies, ...part.fedBy.map(({ text }) => text)];
}

/** Losing what a database holds. */
export const database: readonly CatalogueEntry[] = [
  {
    id: 'database',
    why: 'changes or deletes what a database holds',
    matches: (part) =>
      runs(part, ...clients) &&
      (given(part).some((each) => losing.test(each)) ||
        part.redirects.some(({ operator }) => operator === '<') ||
        part.words.some(({ known }) => !known) ||
        hasOption(part.args, '--file', '--init-command') ||
        (runs(part, 'psql', 'cqlsh') && part.args.some((each) => /^-f/u.test(each)))),
    examples: [
      'psql -c "DROP TABLE users"',
      'psql app -c "truncate users"',
      'mysql -e "drop database x"',
      'echo "DELETE FROM users" | psql app',
      'psql app < dump.sql',
      'psql -f wipe.sql',
      'sqlite3 app.db "delete from users"',
      'mongosh --eval "db.dropDatabase()"',
      'redis-cli FLUSHALL',
      'sqlite3 app.db ".shell id"',
      'mysql -e "system id"',
      'redis-cli config set dir /tmp',
      'psql -c "copy x to program \'sh\'"',
    ],
    harmless: [
      'psql -c "select 1"',
      'sqlite3 app.db ".tables"',
      'redis-cli ping',
      'npm test -- -t "drop table"',
      'git log --grep "truncate users"',
    ],
  },
  {
    id: 'database-tools',
    why: 'drops, resets or overwrites a whole database',
    matches: (part) => {
      const list = operands(part.args);
      if (runs(part, 'dropdb dropuser pg_restore mysqladmin mongorestore pg_resetwal initdb pg_ctl pg_rewind'))
        return true;
      if (runs(part, 'prisma'))
        return begins(list, 'migrate', 'reset|deploy|dev|resolve') || begins(list, 'db', 'push|execute|seed');
      if (runs(part, 'rails rake artisan manage.py django-admin mix php python python3 bin/rails'))
        return list.some((each) =>
          /^(?:db:(?:drop|reset|migrate\w*|rollback|schema:load|setup|purge|truncate\w*|wipe|seed\w*)|migrate(?::\w+)?|flush|reset_db|sqlflush|ecto\.(?:drop|reset|rollback|migrate)|db:wipe)$/u.test(
            each,
          ),
        );
      return (
        runs(
          part,
          'sequelize sequelize-cli knex typeorm drizzle-kit mikro-orm alembic flyway liquibase',
          'dbmate goose migrate sqlx diesel atlas supabase hasura',
        ) &&
        part.args.some((each) =>
          /(?:^|[:_-])(?:drop|undo|rollback|reset|down|clean|revert|push|redo|downgrade|up|upgrade|migrate|latest|apply|update|sync)(?:$|[:_-])/u.test(
            each,
          ),
        )
      );
    },
    examples: [
      'dropdb app',
      'prisma migrate reset --force',
      'npx prisma db push --accept-data-loss',
      'rails db:drop',
      'bundle exec rails db:reset',
      'python manage.py flush',
      'php artisan migrate:fresh',
      'mix ecto.reset',
      'alembic downgrade base',
      'knex migrate:rollback',
      'sequelize db:drop',
      'pg_restore -c -d app x.dump',
    ],
    harmless: [
      'prisma generate',
      'prisma format',
      'rails routes',
      'python manage.py test',
      'alembic history',
      'pg_dump app',
    ],
  },
];
