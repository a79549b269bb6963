import { setImmediate as letOthersGo } from 'node:timers/promises'
import { writeAudit } from '../audit/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { sentInstant } from '../platform/schema.ts'
import {
  beginsWith,
  both,
  everything,
  hasName,
  hasNumber,
  hasReference,
  isSuppressed,
  listFound,
  type Match,
  openedWithin,
  type Place,
  walk,
} from './find-queries.ts'
import { hasParts, type ReadQuery, readQuery } from './find-rules.ts'
import { cursorUnreadable } from './problems.ts'
import { type FoundBy, foundBy, type SearchPage, type SearchRequest } from './schema.ts'

/** Names are sealed, so part of one is found by reading them: so many at once, and so many for one request. */
const readAtOnce = 500
const readAtMostInAll = 20_000

interface Found {
  readonly serviceIds: readonly string[]
  /** Where the next page begins; null if this was all. */
  readonly next: Place | null
  readonly lookedThrough: SearchPage['lookedThrough']
}

/**
 * Finds people, newest incidents first. What the query could be is tried in turn (a number, a log number, a name and a birth
 * date, a whole name) and what finds anybody counts; else their names are read for it. The audit entry says how it was
 * looked for and how many were found, never for what. Throws `cursor_unreadable`.
 */
export async function findRecipients(
  tx: ForceTx,
  request: SearchRequest,
  { readAtMost = readAtMostInAll } = {},
): Promise<SearchPage> {
  const query = readQuery(request.query, tx.force.country)
  const within = withinFilters(tx, request)
  const cursor = request.cursor ? readCursor(request.cursor) : null
  const by =
    cursor?.by ?? (request.query.trim() === '' ? 'newest' : (request.by ?? (await whatFinds(tx, query, within))))
  const found = isRead(by)
    ? await readNames(tx, query, within, cursor?.place ?? null, { limit: request.limit, readAtMost })
    : await lookUp(tx, both(matchOf(tx, by, query), within), cursor?.place ?? null, request.limit)
  await writeAudit(tx, {
    action: 'recipients.searched',
    subject: ['force', tx.force.slug],
    details: { by, found: found.serviceIds.length, page: cursor ? 'next' : 'first' },
  })
  return {
    by,
    people: await listFound(tx, found.serviceIds),
    nextCursor: found.next && writeCursor({ by, place: found.next }),
    lookedThrough: found.lookedThrough,
  }
}

const isRead = (by: FoundBy): boolean => by === 'part_of_name' || by === 'birth_date'

async function whatFinds(tx: ForceTx, query: ReadQuery, within: Match): Promise<FoundBy> {
  const possible: FoundBy[] = []
  if (query.numbers.length > 0) possible.push('number')
  if (query.reference !== null) possible.push('reference', 'reference_start')
  if (query.names.length > 0) possible.push(query.bornOn === null ? 'name' : 'name_and_birth')
  for (const by of possible) {
    const [first] = await walk(tx, both(matchOf(tx, by, query), within), null, 1)
    if (first) return by
  }
  return query.nameParts.length === 0 ? 'birth_date' : 'part_of_name'
}

function matchOf(tx: ForceTx, by: FoundBy, { numbers, reference, names, bornOn }: ReadQuery): Match {
  const references = [...new Set([reference ?? '', (reference ?? '').toUpperCase()])]
  switch (by) {
    case 'number':
      return hasNumber(numbers.map(number => tx.seal.hash('number', number)))
    case 'reference':
      return hasReference(references)
    case 'reference_start':
      return beginsWith(references)
    case 'name':
      return hasName(
        'name_hash',
        names.map(name => tx.seal.hash('name', name)),
      )
    case 'name_and_birth':
      return hasName(
        'name_and_birth_hash',
        names.map(name => tx.seal.hash('name and birth', `${name}\0${bornOn ?? ''}`)),
      )
    default:
      return everything
  }
}

async function lookUp(tx: ForceTx, match: Match, after: Place | null, limit: number): Promise<Found> {
  const rows = await walk(tx, match, after, limit + 1)
  const page = rows.slice(0, limit)
  return {
    serviceIds: page.map(row => row.service_id),
    next: rows.length > limit ? (page.at(-1)?.place ?? null) : null,
    lookedThrough: null,
  }
}

/** In small portions, between which others are served: unsealing is work that would hold them up. */
async function readNames(
  tx: ForceTx,
  { nameParts, bornOn }: ReadQuery,
  within: Match,
  after: Place | null,
  { limit, readAtMost }: { readonly limit: number; readonly readAtMost: number },
): Promise<Found> {
  const serviceIds: string[] = []
  let place = after
  let people = 0
  const result = (next: Place | null): Found => ({
    serviceIds,
    next,
    lookedThrough: { people, backTo: place?.closedAt ?? null },
  })
  while (people < readAtMost) {
    const rows = await walk(tx, within, place, readAtOnce)
    for (const row of rows) {
      people += 1
      place = row.place
      const name = [
        tx.seal.unsealOptional('recipients.forename', row.forename_sealed),
        tx.seal.unsealOptional('recipients.surname', row.surname_sealed),
      ].join(' ')
      const isBornThen = () =>
        bornOn === null || tx.seal.unsealOptional('recipients.born_on', row.born_on_sealed) === bornOn
      if (hasParts(name, nameParts) && isBornThen()) serviceIds.push(row.service_id)
      if (serviceIds.length === limit) return result(place)
    }
    if (rows.length < readAtOnce) return result(null)
    await letOthersGo()
  }
  return result(place)
}

const withinFilters = (tx: ForceTx, request: SearchRequest): Match =>
  request.show === 'suppressed' ? both(openedBetween(tx, request), isSuppressed) : openedBetween(tx, request)

/** The days are the force's, both inclusive. */
function openedBetween(tx: ForceTx, { openedFrom, openedTo }: SearchRequest): Match {
  if (!openedFrom && !openedTo) return everything
  const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(tx.force.timeZone).toInstant()
  return openedWithin(
    openedFrom ? startOf(Temporal.PlainDate.from(openedFrom)) : null,
    openedTo ? startOf(Temporal.PlainDate.from(openedTo).add({ days: 1 })) : null,
  )
}

interface Cursor {
  readonly by: FoundBy
  readonly place: Place
}

/** It names how was looked for and a place among services, and nothing of a person. */
const writeCursor = ({ by, place }: Cursor): string => `${by}/${place.serviceId}/${place.closedAt ?? 'open'}`

function readCursor(text: string): Cursor {
  const [by, serviceId, closedAt] = text.split('/')
  const known = foundBy.safeParse(by)
  if (!known.success || !serviceId || !/^[0-9a-f-]{36}$/.test(serviceId) || !closedAt) throw cursorUnreadable()
  return { by: known.data, place: { serviceId, closedAt: closedAt === 'open' ? null : instantOf(closedAt) } }
}

function instantOf(text: string): string {
  const read = sentInstant.safeParse(text)
  if (!read.success) throw cursorUnreadable()
  return Temporal.Instant.from(read.data).toString()
}
