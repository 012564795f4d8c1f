/** What clients of databases are given to run, and which of it only reads. */
import { operands, type Part } from '../shell/words';
import { leadingWords, runs } from './entry';

/** What a client is given to run: arguments, here-documents, what is piped into it; comments are left out too. */
export function givenTo(part: Part): readonly string[] {
  const texts = [...part.args, part.args.join(' '), ...bodies(part), ...part.fedBy.map(({ text }) => text)];
  return [...texts, ...texts.map(withoutComments)];
}

function bodies(part: Part): readonly string[] {
  return part.redirects.flatMap(({ body }) => (body === undefined ? [] : [body.value]));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//gu, ' ').replace(/(?:--|#)[^\n]*/gu, ' ');
}

/** What follows one of these options: `-c x`, `-qc x`, `-cx`, `--command=x`. */
function valuesAfter(args: readonly string[], option: RegExp): readonly string[] {
  return args.flatMap((arg, at) => {
    const found = option.exec(arg);
    if (found === null) return [];
    const rest = arg.slice(found[0].length).replace(/^=/u, '');
    return [rest === '' ? (args[at + 1] ?? '') : rest];
  });
}

const looks =
  /^(?:select|with|show|explain|describe|desc|values|table|pragma|use|list|begin|commit|rollback|help|\\)/iu;

/** Whether every statement of a text only reads; the words that lose something are looked for elsewhere. */
function readsSql(text: string): boolean {
  const plain = withoutComments(text.replace(/'(?:[^']|'')*'/gu, "''"));
  if (/\\(?!(?:d[a-zA-Z+]*|l\+?|x|timing|conninfo|z|s[fv]\+?|pset|encoding|h|q|echo|gx?)(?![a-z]))/u.test(plain))
    return false;
  return plain.split(';').every((each) => each.trim() === '' || looks.test(each.trim()));
}

const sqliteLooks =
  /^\.(?:tables?|schema|indexes|indices|headers?|mode|databases|help|dbinfo|dump|width|timeout|nullvalue|separator|show|stats|eqp|fullschema|print|version|timer|bail|changes|explain|lint|limit|quit|exit)(?:\s|$)/u;

function sqliteActs(part: Part): boolean {
  const { args } = part;
  const options = args.filter((each) => each.startsWith('-')).map((each) => each.replace(/^--/u, '-'));
  if (options.some((each) => /^-(?:init|A.*|append|archive|deserialize|unsafe.*)$/u.test(each))) return true;
  const valued = '-separator -newline -nullvalue -cmd -maxsize -mmap -vfs -lookaside -pagecache -heap'.split(' ');
  const texts = [
    ...operands(args, [...valued, ...valued.map((each) => `-${each}`)]).slice(1),
    ...valuesAfter(args, /^--?cmd$/u),
    ...bodies(part),
  ];
  return texts.some((text) => {
    const lines = text.split('\n').map((each) => each.trim());
    const sql = lines.filter((each) => !each.startsWith('.')).join('\n');
    return lines.some((each) => each.startsWith('.') && !sqliteLooks.test(each)) || !readsSql(sql);
  });
}

function psqlActs(part: Part): boolean {
  const { args } = part;
  // These stand alone, so another may follow in the same word.
  const plain = '-[aAbeEHlnqsStwWxXz01]*';
  return (
    args.some((each) => new RegExp(`^${plain}[foL]|^--(?:fi|o|lo)`, 'u').test(each)) ||
    valuesAfter(args, new RegExp(`^(?:${plain}[Pv]|--(?:ps|va|se)[a-z]*)`, 'u')).some((each) =>
      /pager|`/iu.test(each),
    ) ||
    [...valuesAfter(args, new RegExp(`^(?:${plain}c|--c[a-z]*)`, 'u')), ...bodies(part)].some((each) => !readsSql(each))
  );
}

function mysqlActs(part: Part): boolean {
  return (
    part.args.some((each) => /^--(?:init-c|pager|defaults-|plugin-dir|tee|load-data|local-in)/u.test(each)) ||
    [...valuesAfter(part.args, /^(?:-[a-zA-Z]*e$|-e|--exe[a-z]*)/u), ...bodies(part)].some((each) => !readsSql(each))
  );
}

const redisValued = /^(?:-[hpansuirdDtI]|--(?:user|pass|sni|cacert|cacertdir|cert|key|pattern|count|quoted-pattern))$/u;
const redisFlags =
  /^--?(?:c|e|2|3|4|6|v|raw|no-raw|csv|json|tls|insecure|no-auth-warning|quoted-input|show-pushes|stat|latency|latency-history|latency-dist|bigkeys|memkeys|hotkeys|scan|version|help|verbose)$/u;
const redisLooks = new Set(
  'get mget keys scan ping info exists type ttl pttl expiretime pexpiretime strlen getrange substr getbit bitcount bitpos lcs hget hmget hgetall hkeys hvals hlen hexists hscan hstrlen hrandfield lrange llen lindex lpos smembers scard sismember smismember srandmember sscan sinter sunion sdiff sintercard zrange zrevrange zrangebyscore zrevrangebyscore zrangebylex zrevrangebylex zcard zcount zscore zmscore zrank zrevrank zscan zlexcount zinter zunion zdiff xlen xrange xrevrange xread xinfo xpending pfcount geopos geodist geohash geosearch dbsize time lastsave echo randomkey dump object role command help json.get json.mget json.type ts.range ts.get ft.search ft.info'.split(
    ' ',
  ),
);
const redisLooksWith =
  /^(?:config get|client (?:list|info|id|getname)|slowlog (?:get|len)|memory (?:usage|stats|doctor)|cluster (?:info|nodes|slots|shards|keyslot)|acl (?:list|whoami|cat)|module list|script exists|function list|latency (?:latest|history|doctor)|pubsub .*)$/u;

function redisActs({ args, fedBy }: Part): boolean {
  const [verb, sub = ''] = leadingWords(args, redisValued, redisFlags);
  if (verb === undefined)
    return (
      fedBy.length > 0 || args.some((each) => each.startsWith('-') && !redisValued.test(each) && !redisFlags.test(each))
    );
  return !redisLooks.has(verb) && !redisLooksWith.test(`${verb} ${sub}`);
}

/** Scripts of MongoDB's shell may do anything; what `--eval` is given asks by the option's name. */
function mongoActs({ args }: Part): boolean {
  return operands(args).some((each) => /\.(?:[cm]?js|ts|mongodb)$/u.test(each));
}

/** Whether a client does more than read, by the ways of the program itself. */
export function actsElsewhere(part: Part): boolean {
  if (runs(part, 'psql pgcli')) return psqlActs(part);
  if (runs(part, 'mysql mariadb mycli')) return mysqlActs(part);
  if (runs(part, 'sqlite3')) return sqliteActs(part);
  if (runs(part, 'redis-cli valkey-cli')) return redisActs(part);
  return runs(part, 'mongosh mongo') && mongoActs(part);
}
