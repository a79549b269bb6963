import {
  markerReader,
  markersField,
  saysOnlyNo,
  saysOnlyYesOrNo,
  tickedMarker,
  untickedMarker,
} from '../list-fields.ts'
import type { exclusionCodes, ImportKind } from '../profile.ts'
import { wordsOf } from './headings.ts'
import type { SeenColumn } from './looks.ts'
import type { Columns } from './proposal.ts'

type Exclusion = (typeof exclusionCodes)[number]
type Meaning = { exclude?: Exclusion; needs?: string | string[]; language?: string }

const valuesOf: Readonly<Record<string, readonly (readonly [RegExp, string | boolean])[]>> = {
  'incident.grade': [
    [
      /\bno attend|non attend|not attend|telephone|\bnone\b|resolution without|\bdesk\b|^(?:grade |g |p )?[45]$/,
      'none',
    ],
    [/emergency|immediate|\bi\b|^(?:grade |e |g |p )?1$/, 'emergency'],
    [/priority|prompt|significant|urgent|^(?:p|s|(?:grade |g |p )?2)$/, 'priority'],
    [/schedul|routine|appointment|diary|extended|standard|^(?:r|(?:grade |g |p )?3)$/, 'scheduled'],
  ],
  'incident.attended': [
    [/^(?:y|yes|true|t|1|attended|deployed)$/, true],
    [/^(?:n|no|false|f|0|not attended|no deployment)$/, false],
  ],
  'recipient.involvement': [
    [/caller|informant|reporting person|reportee|complainant|\brp\b|\binf\b/, 'caller'],
    [/victim|aggrieved|injured party|\bip\b|\bvic\b|\bvi\b/, 'victim'],
    [/witness|\bwit\b|\bwi\b/, 'witness'],
  ],
}

const onlyHeading = (headings: Columns[string] | undefined) => [headings ?? []].flat()[0]

/** Whether somebody is to say of each value of the field what it means. */
export const hasMeanings = (field: string | null): boolean =>
  field !== null && (field in valuesOf || field === 'incident.categoryCode')

/** What each written value of a field means, where its word says so. */
export function proposedValues(columns: Columns, seen: readonly SeenColumn[]) {
  const proposed: Record<string, Record<string, string | boolean>> = {}
  for (const [field, meanings] of Object.entries(valuesOf)) {
    const column = seen.find(({ heading }) => heading === onlyHeading(columns[field]))
    if (!column || column.distinct.size > 60) continue
    const known = [...column.distinct].flatMap(written => {
      const found = meanings.find(([pattern]) => pattern.test(wordsOf(written)))
      return found ? [[written, found[1]] as const] : []
    })
    if (known.length > 0) proposed[field] = Object.fromEntries(known)
  }
  return proposed
}

const contact = '(?:contact(?:ed|ing)?|call(?:ed|s|ing|backs?)?|ring|rung|(?:tele)?phoned?|survey(?:ed|s)?)'
const noContact = new RegExp(
  [
    `\\b(?:(?:do|must|should|to) not|don t|dont|not(?: wish\\w*| want\\w*)? to) (?:be )?${contact}\\b`,
    `\\b(?:refus|declin)\\w* (?:to )?(?:be )?${contact}\\b`,
    '\\b(?:contact|survey) (?:refus|declin)',
    '\\bno (?:contacts?|surveys?|(?:phone )?calls)\\b',
    '\\bnot survey|\\bdnc\\b|\\bopt(?:ed)? out',
  ].join('|'),
)

/** Who is not to be rung, by the words of a category or a marker. Said too often is mended by a click; said too seldom rings the wrong door. */
const exclusions: readonly (readonly [RegExp, Exclusion])[] = [
  [/domestic|\bd v\b|\bdv\b|\bda\b|\bdash\b|coercive|partner violence/, 'domestic_abuse'],
  [/sexual|\brape|indecent|\bsoa\b|\brasso\b/, 'sexual_offence'],
  [
    /(?<!threats? of )\bdeaths?\b(?! threat)|\bdied\b|\bdead body|fatal|suicide|deceased|murder|homicide|manslaughter/,
    'sudden_death',
  ],
  [/\bu ?16\b|under 16|juvenile|child/, 'under_16'],
  [noContact, 'do_not_contact'],
  [/police officer|police staff|serving officer/, 'police_officer'],
]

const exclusionIn = (text: string) => exclusions.find(([pattern]) => pattern.test(wordsOf(text)))?.[1]

/** Category code → exclusion, where the name beside the code, or the code itself, says so. */
export function proposedCategories(
  columns: Columns,
  seen: readonly SeenColumn[],
  rows: readonly (readonly string[])[],
) {
  const at = (field: string) => seen.find(({ heading }) => heading === onlyHeading(columns[field]))?.at ?? -1
  const [code, name] = [at('incident.categoryCode'), at('incident.categoryName')]
  const proposed: Record<string, { exclude: Exclusion }> = {}
  for (const row of rows) {
    const written = (row[code] ?? '').trim()
    const exclude = exclusionIn(row[name] ?? '') ?? exclusionIn(written)
    if (written !== '' && exclude) proposed[written] = { exclude }
  }
  return proposed
}

const markersLookedAt = 500
/** What is longer is a note, and may name people. */
const longestMarker = 60

/** Of most rows it says more than a marker does, whatever the column is called. */
export const holdsNotes = ({ distinct }: SeenColumn): boolean =>
  [...distinct].filter(cell => cell.split(/[;|/\n]/).some(part => part.trim().length > longestMarker)).length >
  distinct.size / 2

interface MarkersSaid {
  readonly listSeparator?: string
  readonly markers?: Readonly<Record<string, object>>
}

/** The markers as they are read, of all columns that hold any; of one that is ticked also where no row that was looked at ticks it. */
export function markersSeen(columns: Columns, seen: readonly SeenColumn[], said: MarkersSaid): readonly string[] {
  const { listSeparator = ';' } = said
  const read = markerReader(said)
  const markers = columnsOfMarkers(columns, seen).flatMap(column => [
    ...[...column.distinct].flatMap(cell => read(cell, column.heading).split(listSeparator)),
    ...ticksOf(column, said),
  ])
  const distinct = new Set(markers.map(text => text.trim()))
  return [...distinct].filter(text => text !== '' && text.length <= longestMarker).slice(0, markersLookedAt)
}

function columnsOfMarkers(columns: Columns, seen: readonly SeenColumn[]): readonly SeenColumn[] {
  const headings = [columns[markersField] ?? []].flat()
  return seen.filter(({ heading }) => headings.includes(heading))
}

/** What a ticked column says by yes, and by no: that only where no other meaning tells that yes is what counts. */
function ticksOf(column: SeenColumn, { listSeparator, markers = {} }: MarkersSaid): readonly string[] {
  const { heading, distinct } = column
  const ticked = tickedMarker(heading, listSeparator)
  const saysYes = Object.keys({ ...markerMeaning(heading), ...markers[ticked] }).length > 0
  const saysNo = isOfTicks(column) && (asksLeave(column) || [...distinct].some(saysOnlyNo))
  return [
    ...(isTicked(column) ? [ticked] : []),
    ...(saysNo && !saysYes ? [untickedMarker(heading, listSeparator)] : []),
  ]
}

/** "Do not contact: Y", "May be contacted: 0", also where nothing stands in it yet: its heading is a marker. */
export const isTicked = (column: SeenColumn): boolean =>
  isOfTicks(column) && (asksLeave(column) || Object.keys(markerMeaning(column.heading)).length > 0)

const isOfTicks = ({ distinct }: SeenColumn): boolean =>
  [...distinct].filter(cell => !saysOnlyYesOrNo(cell)).length <= Math.min(2, distinct.size / 2)

const leave = '(?:may|can|ok|okay|safe|happy|willing|agree[sd]?|allowed|permitted|permission|consent(?:s|ed|ing)?)'
const leaveToContact = new RegExp(`\\b${leave}\\b.*\\b${contact}\\b|\\b${contact}\\b.*\\b${leave}\\b`)

/** "May be contacted", "Survey consent": who says no to it is not to be rung. */
function isLeave(heading: string): boolean {
  const words = wordsOf(heading)
  const isDenied = /\b(?:no|not|never|t|refus\w+|declin\w+|withdr\w+|withh\w+|revok\w+|cancel\w+|without)\b/.test(words)
  return leaveToContact.test(words) && !isDenied && exclusionIn(heading) === undefined
}

/** A number may be safe as well: while nothing stands in the column, "Safe contact number" is one of those. */
const asksLeave = ({ heading, distinct }: SeenColumn): boolean =>
  isLeave(heading) && (distinct.size > 0 || !/\b(?:numbers?|nos?|(?:tele)?phone|tel|mobile)$/.test(wordsOf(heading)))

/** What each marker of these columns says of a person, where its word says so. */
export function proposedMarkers(columns: Columns, seen: readonly SeenColumn[], said: MarkersSaid) {
  const proposed: Record<string, Meaning> = {}
  for (const marker of markersSeen(columns, seen, said)) {
    const meaning = markerMeaning(marker)
    if (Object.keys(meaning).length > 0) proposed[marker] = meaning
  }
  for (const column of columnsOfMarkers(columns, seen)) {
    if (!isTicked(column) || !asksLeave(column)) continue
    proposed[tickedMarker(column.heading, said.listSeparator)] = {}
    proposed[untickedMarker(column.heading, said.listSeparator)] = { exclude: 'do_not_contact' }
  }
  return proposed
}

/** Nothing where its word says nothing. */
export function markerMeaning(marker: string): Meaning {
  const words = wordsOf(marker)
  const exclude = exclusionIn(marker)
  if (exclude) return { exclude }
  if (/\bdeaf|relay|hearing|text ?phone/.test(words)) return { needs: 'relay' }
  const language = /interpreter\W+(?:for\W+)?(?!needed|required|req|flag|language|yes|no|y\b|n\b)(\p{L}+)/iu.exec(
    marker,
  )?.[1]
  if (language) return { needs: 'interpreter', language: language[0]?.toUpperCase() + language.slice(1).toLowerCase() }
  if (/interpreter/.test(words)) return { needs: 'interpreter' }
  return /^(?:welsh|cymraeg)(?: speaker| speaking| language)?$/.test(words) ? { language: 'Welsh' } : {}
}

/** What parts several officers or markers in one cell. */
export function listSeparatorOf(columns: Columns, seen: readonly SeenColumn[], kind: ImportKind): string {
  const lists = kind === 'recipients' ? ['incident.attendingOfficers', markersField] : []
  const headings = new Set(lists.flatMap(field => columns[field] ?? []))
  const cells = seen.filter(({ heading }) => headings.has(heading)).flatMap(({ values }) => values)
  const count = (separator: string) => cells.filter(cell => cell.includes(separator)).length
  return [';', '|', ',', '/', '\n'].reduce((best, other) => (count(other) > count(best) ? other : best))
}
