import { posix } from 'node:path'
import type { Archive } from './archive.ts'
import { WorkbookTooLarge } from './fault.ts'
import { readXml } from './xml.ts'

export interface SheetEntry {
  readonly name: string
  readonly isVisible: boolean
  /** The part that it is in. */
  readonly part: string
}

/** What a workbook says of itself, and which part holds what. */
export interface Directory {
  readonly sheets: readonly SheetEntry[]
  readonly is1904: boolean
  readonly stringsPart: string | undefined
  readonly stylesPart: string | undefined
}

const mostSheets = 255
const mostRelations = 4000

/** Where the content begins, or nothing for what is no office document. */
export async function mainPart(archive: Archive): Promise<string | undefined> {
  if (!archive.has('_rels/.rels')) return undefined
  const relations = await readRelations(archive, '')
  return relations.find(({ type }) => type === 'officeDocument')?.target
}

export async function readDirectory(archive: Archive, main: string): Promise<Directory> {
  const relations = await readRelations(archive, main)
  const target = (id: string, type: string) =>
    relations.find(relation => relation.id === id && relation.type === type)?.target
  const first = (type: string) => relations.find(relation => relation.type === type)?.target
  const sheets: SheetEntry[] = []
  let is1904 = false
  const marks = readXml(archive.part(main), {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attributes.date1904 ?? '')
      if (name !== 'sheet') return
      if (sheets.length === mostSheets) throw new WorkbookTooLarge(`it has more sheets than ${mostSheets}`)
      const id = Object.keys(attributes).find(key => key.endsWith(':id')) ?? 'id'
      const part = target(attributes[id] ?? '', 'worksheet')
      // Charts and dialogues are sheets too, without cells.
      if (part !== undefined)
        sheets.push({ name: attributes.name ?? '', isVisible: (attributes.state ?? 'visible') === 'visible', part })
    },
  })
  for await (const _ of marks);
  return { sheets, is1904, stringsPart: first('sharedStrings'), stylesPart: first('styles') }
}

interface Relation {
  readonly id: string
  /** The last word of its address, which is the same in both editions of the standard. */
  readonly type: string
  readonly target: string
}

async function readRelations(archive: Archive, of: string): Promise<readonly Relation[]> {
  const relations: Relation[] = []
  const { dir, base } = posix.parse(of)
  const marks = readXml(archive.part(posix.join(dir, '_rels', `${base}.rels`)), {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(dir, Target)
      if (relations.length === mostRelations)
        throw new WorkbookTooLarge(`${base || 'it'} names more parts than ${mostRelations}`)
      relations.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), target })
    },
  })
  for await (const _ of marks);
  return relations
}
