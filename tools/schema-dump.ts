import type pg from 'pg'

/**
 * One schema as text, from PostgreSQL's own catalogue: tables with columns, constraints, indexes, views, comments. The same
 * on every version from 15 on, so that a change of the migrations shows as a change of the text and nothing else does.
 */
export async function dumpSchema(client: pg.Pool, schema: string): Promise<string> {
  const { rows } = await client.query<{ name: string; lines: string[] }>(
    `select c.relname as name, array[case c.relkind when 'v' then 'view ' else 'table ' end || c.relname
         || coalesce(' -- ' || obj_description(c.oid), '')]
       || array(select '  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
              || case when a.attnotnull then ' not null' else '' end
              || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
              || coalesce(' -- ' || col_description(c.oid, a.attnum), '')
            from pg_attribute a left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum)
       || array(select '  constraint ' || o.conname || ' ' || pg_get_constraintdef(o.oid)
            from pg_constraint o where o.conrelid = c.oid and o.contype <> 'n' order by o.conname)
       || array(select '  ' || replace(pg_get_indexdef(i.indexrelid), ' ' || quote_ident($1) || '.', ' ')
            from pg_index i where i.indrelid = c.oid
              and not exists (select 1 from pg_constraint o where o.conindid = i.indexrelid and o.contype in ('p', 'u', 'x'))
            order by 1)
       || case when c.relkind = 'v' then array[pg_get_viewdef(c.oid, true)] else '{}' end as lines
     from pg_class c
     where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p', 'v') and c.relname <> 'migrations'
     order by c.relname`,
    [schema],
  )
  const kinds = await client.query<{ kind: string; name: string }>(
    `select 'sequence' as kind, relname as name from pg_class where relnamespace = $1::regnamespace and relkind = 'S' and relname <> 'migrations_id_seq'
     union all select 'trigger', tgname from pg_trigger join pg_class c on c.oid = tgrelid where c.relnamespace = $1::regnamespace and not tgisinternal
     union all select 'function', proname from pg_proc where pronamespace = $1::regnamespace
     order by 1, 2`,
    [schema],
  )
  return [
    ...rows.map(row => row.lines.map(withoutNeedlessQualifier).join('\n')),
    ...kinds.rows.map(({ kind, name }) => `${kind} ${name}`),
  ]
    .map(part => `${part}\n`)
    .join('\n')
    .replaceAll(`${schema}.`, '')
}

/** From PostgreSQL 16 on, a view of one table is shown without the table's name before its columns; earlier with it. */
function withoutNeedlessQualifier(line: string): string {
  const [, table, alias] = /^ SELECT .*\n +FROM (?:\w+\.)?(\w+)(?: (\w+))?(?:\n +WHERE .*)?;$/s.exec(line) ?? []
  return table ? line.replaceAll(new RegExp(`\\b${alias ?? table}\\.`, 'g'), '') : line
}
