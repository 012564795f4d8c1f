import { hasOption, operands, type Part } from '../shell/words';
import { actsElsewhere, givenTo } from './clients';
import { begins, type CatalogueEntry, leadingWords, runs } from './entry';

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
  /\b(?:drop|truncate|delete\s+from|alter|update|insert|replace\s+into|grant|revoke|create\s+(?:user|role)|copy\b[\s\S]*\bprogram|dropdatabase|deletemany|deleteone|flushall|flushdb|del|unlink|config\s+set|shutdown|debug|eval|detach\s+delete|vacuum\s+into|attach)\b|\\(?:[!io.]|g\w*\s*\||gexec|[wes]\s|setenv|lo_|copy|set\s[^\n]*`)|\b(?:load_extension|writefile|edit|lo_export|lo_import|pg_read_\w+|pg_terminate_backend|dblink\w*|load_file|xp_cmdshell|sys_exec|sys_eval)\s*\(|\binto\s+(?:outfile|dumpfile)\b|\bpragma\s+[\w.]+\s*=|\bremove\s*\(|^\s*\.(?:shell|system|read|import|load|output|once|restore|save|open|excel)\b|\b(?:system|source)\s/iu;

/** Losing what a database holds. */
export const database: readonly CatalogueEntry[] = [
  {
    id: 'database',
    why: 'changes or deletes what a database holds',
    matches: (part) =>
      runs(part, ...clients) &&
      (givenTo(part).some((each) => losing.test(each)) ||
        actsElsewhere(part) ||
        part.redirects.some(({ operator }) => operator === '<') ||
        part.words.some(({ known }) => !known) ||
        hasOption(part.args, '--file', '--init-command') ||
        (runs(part, 'cqlsh') && part.args.some((each) => /^-f/u.test(each)))),
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
      "psql -c 'select 1 \\g |id'",
      'psql -c "delete/**/from users"',
      'psql -c "do \'begin end\'"',
      'psql -c "call wipe()"',
      "psql -o '|id' -c 'select 1'",
      'psql -qf x.sql',
      'psql --fi=x.sql',
      'psql -P pager=id -c "select 1"',
      'sqlite3 app.db ".sh id"',
      'sqlite3 app.db ".backup x"',
      'sqlite3 -cmd ".shell id" app.db',
      'sqlite3 -init x.sql app.db',
      'redis-cli SET a b',
      'redis-cli --pipe',
      'redis-cli -n 1 getdel a',
      'mongosh --eval "db.x.renameCollection(1)"',
      'mongosh x.js',
      'mysql --pager=id -e "select 1"',
    ],
    harmless: [
      'psql -c "select 1"',
      'sqlite3 app.db ".tables"',
      'redis-cli ping',
      'redis-cli -h localhost -p 6379 hgetall a',
      'redis-cli config get dir',
      'psql -U app -h localhost -d app -c "select a, b from c where d = 1; select 2"',
      'psql -tAc "with x as (select 1) select * from x"',
      "psql -c '\\dt'",
      'psql -l',
      'mysql -uroot app -e "show tables"',
      'sqlite3 -header -csv app.db "select * from a"',
      'sqlite3 app.db .schema',
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
      if (list.some((each) => /^doctrine:/u.test(each)))
        return !list.some((each) =>
          /^doctrine:(?:schema:validate|mapping:\w+|migrations:(?:status|list|diff|generate|current|latest|up-to-date|dump-schema))$/u.test(
            each,
          ),
        );
      if (runs(part, 'dotnet', 'dotnet-ef'))
        return begins(part.program === 'dotnet' ? list : ['ef', ...list], 'ef', 'database', 'drop|update');
      if (runs(part, 'wp', 'drush')) return !siteReads(part);
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
          /(?:^|[:_-])(?:drop|undo|rollback|reset|down|clean|revert|push|redo|downgrade|up|upgrade|migrate|latest|apply|update|sync|fresh|force|dropall|repair|stamp|seed|query)(?:$|[:_-])/iu.test(
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
      'php bin/console doctrine:database:drop --force',
      'bin/console doctrine:schema:update --force',
      'wp db reset --yes',
      'wp --path=site db query x',
      'drush sql-drop',
      'dotnet ef database drop -f',
      'liquibase dropAll',
    ],
    harmless: [
      'prisma generate',
      'prisma format',
      'rails routes',
      'python manage.py test',
      'alembic history',
      'pg_dump app',
      'php bin/console doctrine:migrations:status',
      'php bin/console cache:clear',
      'wp plugin list',
      'wp db tables',
      'drush status',
      'dotnet ef migrations list',
    ],
  },
];

/** Whether a program for a site only looks. */
function siteReads({ args }: Part): boolean {
  const [group = '', verb = ''] = leadingWords(args, /^$/u, /^--[\w-]+=.*$/u);
  if (/^(?:|help|version|status|list|pm:list|pml|watchdog:show|ws|core:status|st|user:information)$/u.test(group))
    return true;
  return /^(?:list|get|info|status|version|tables|size|prefix|columns|check|search|exists|is-installed|is-active|path|verify-checksums|count)$/u.test(
    verb,
  );
}
