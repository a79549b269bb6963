import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'

/** Where a system says that somebody, or an incident, is: the names of a district and of a section in it. */
export interface Place {
  readonly district: string
  readonly section: string
}

/** The unit of a place, made if it is new; `null` where no place is given. */
export type UnitOf = (place: Place) => string | null

const key = (parentId: string, name: string) => `${parentId} ${name}`
const isControlRoom = (name: string) => /^control room$/i.test(name)

/** Makes what is missing of the tree, for the import that names it. A section named as its district is the district; one without a district stands under the force. */
export async function ensureUnits(
  tx: ForceTx,
  places: readonly Place[],
  importId: string | null = null,
): Promise<UnitOf> {
  let known = await readTree(tx)
  const top = [...known.units].find(unit => unit.kind === 'force')
  if (!top) throw new Error('a force without its own unit')
  await makeMissing(
    tx,
    known,
    distinct(places.map(({ district }) => district)).map(name => ({ parentId: top.id, name, kind: 'district' })),
    importId,
  )
  known = await readTree(tx)
  const districtOf = (name: string) => (name === '' ? top.id : (known.ids.get(key(top.id, name)) as string))
  const sections = places.filter(({ district, section }) => section !== '' && section !== district)
  await makeMissing(
    tx,
    known,
    sections.map(({ district, section }) => ({ parentId: districtOf(district), name: section, kind: 'section' })),
    importId,
  )
  known = await readTree(tx)
  return ({ district, section }) => {
    if (district === '' && section === '') return null
    const parent = districtOf(district)
    return section === '' || section === district ? parent : (known.ids.get(key(parent, section)) ?? null)
  }
}

const distinct = (names: readonly string[]) => [...new Set(names)].filter(name => name !== '')

async function readTree(tx: ForceTx) {
  const units = await tx.db.selectFrom('units').select(['id', 'parent_id', 'name', 'kind']).execute()
  return { units, ids: new Map(units.map(unit => [key(unit.parent_id ?? '', unit.name), unit.id])) }
}

async function makeMissing(
  tx: ForceTx,
  known: { readonly ids: ReadonlyMap<string, string> },
  wanted: readonly { parentId: string; name: string; kind: 'district' | 'section' }[],
  importId: string | null,
): Promise<void> {
  const missing = new Map(
    wanted
      .filter(({ parentId, name }) => !known.ids.has(key(parentId, name)))
      .map(unit => [key(unit.parentId, unit.name), unit]),
  )
  if (missing.size === 0) return
  await tx.db
    .insertInto('units')
    .values(
      [...missing.values()].map(({ parentId, name, kind }) => ({
        id: newId(),
        parent_id: parentId,
        name,
        kind: isControlRoom(name) ? ('control_room' as const) : kind,
        mailbox: null,
        import_id: importId,
        created_at: tx.now.toString(),
      })),
    )
    .onConflict(conflict => conflict.constraint('units_one_per_name_and_parent').doNothing())
    .execute()
}

/** Sets the mailbox of the unit, or units, of this name or `district / name`; returns those it set, for the caller to refuse none or several. */
export async function setMailboxByName(
  tx: ForceTx,
  name: string,
  mailbox: string | null,
): Promise<readonly { id: string }[]> {
  return tx.db
    .updateTable('units')
    .set({ mailbox })
    .where(
      sql<boolean>`(lower(name) = lower(${name}) or exists (
        select from units p where p.id = units.parent_id and lower(p.name || ' / ' || units.name) = lower(${name})))`,
    )
    .returning('id')
    .execute()
}
