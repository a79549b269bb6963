import { CsvError, type Info, type InfoRecord, parse } from 'csv-parse'
import {
  importColumnTwice,
  importCsvBroken,
  importEncodingWrong,
  importFileBinary,
  importFileEmpty,
  importHeaderMismatch,
  importHeaderUnknown,
} from './problems.ts'
import type { NamedProfile, Profile } from './profile.ts'
import type { Source } from './source.ts'

/** Columns that a rejects file adds; an import ignores them. */
export const rejectColumns = ['Reject line', 'Reject reason'] as const

/** One row as written: `values` by field of the profile, trimmed; a field the profile does not name is absent. */
export interface ImportRow {
  readonly line: number
  readonly values: Readonly<Record<string, string>>
  /** The cells as they stood, without the reject columns: for the rejects file. */
  readonly cells: readonly string[]
  /** What is odd about the row as it is written, by code. */
  readonly warnings: readonly string[]
}

export type ReadRow =
  | { readonly kind: 'row'; readonly row: ImportRow }
  | { readonly kind: 'blank' }
  /** The headings once more, where exports were put together. */
  | { readonly kind: 'repeated_header' }
  | { readonly kind: 'misshapen'; readonly row: ImportRow; readonly reason: 'too_few_columns' | 'too_many_columns' }

export interface OpenedFile {
  readonly profile: NamedProfile
  /** The headings as written, without the reject columns. */
  readonly header: readonly string[]
  /** From the first, each time it is called. `onRead` hears how many bytes are behind it. */
  rows(onRead?: (bytes: number) => void): AsyncGenerator<ReadRow>
  /** Reads the whole once, without taking anything in; throws the problem of what can't be read, by line. */
  check(onRead?: (bytes: number) => void): Promise<Checked>
}

export interface Checked {
  /** With the misshapen ones, without blank lines, footer and repeated headings. */
  readonly rows: number
  readonly bytes: number
}

const headBytes = 64 * 1024
const maximumRecordCharacters = 1_000_000

/**
 * Reads the headings and chooses the profile: the one given, else the one of `known` whose columns are all there.
 * Throws a problem that names file, line and column.
 */
export async function openImport(
  source: Source,
  known: readonly NamedProfile[],
  chosen: NamedProfile | undefined,
  kind: string,
): Promise<OpenedFile> {
  const head = await readHead(source)
  const mark = byteOrderMark(head)
  if (mark !== 'utf-16le' && mark !== 'utf-16be' && head.subarray(0, headBytes).includes(0))
    throw importFileBinary(source.fileName)
  const profile = chosen ?? (await matching(source.fileName, head, mark, known, kind))
  const header = (await firstRecord(head, mark, profile.profile)).map(heading => heading.trim())
  if (header.every(heading => heading === '')) throw importFileEmpty(source.fileName)
  const missing = missingColumns(profile.profile, header)
  if (missing.length > 0) throw importHeaderMismatch(source.fileName, profile.name, missing)
  const twice = headingsOf(profile.profile).filter(name => header.indexOf(name) !== header.lastIndexOf(name))
  if (twice.length > 0) throw importColumnTwice(source.fileName, twice)
  const kept = header.map((heading, at) => ({ heading, at })).filter(({ heading }) => !isRejectColumn(heading))
  const rows: OpenedFile['rows'] = onRead =>
    readRows(
      source.fileName,
      decoded(source.fileName, counted(source, onRead), mark ?? profile.profile.encoding),
      profile.profile,
      header,
      lineEndsOf(head),
    )
  return {
    profile,
    header: kept.map(({ heading }) => heading),
    rows,
    async check(onRead) {
      let found = 0
      for await (const { kind } of rows(onRead)) if (kind === 'row' || kind === 'misshapen') found += 1
      return { rows: found, bytes: source.size }
    },
  }
}

const isRejectColumn = (heading: string) => (rejectColumns as readonly string[]).includes(heading)
const headingsOf = (profile: Profile): readonly string[] => Object.values(profile.columns).flat()
const missingColumns = (profile: Profile, header: readonly string[]) =>
  headingsOf(profile).filter(name => !header.includes(name))

async function matching(
  fileName: string,
  head: Uint8Array,
  mark: string | undefined,
  known: readonly NamedProfile[],
  kind: string,
): Promise<NamedProfile> {
  const nearest: { name: string; missing: readonly string[] }[] = []
  for (const candidate of known) {
    const header = (await firstRecord(head, mark, candidate.profile)).map(heading => heading.trim())
    if (header.every(heading => heading === '')) throw importFileEmpty(fileName)
    const missing = missingColumns(candidate.profile, header)
    if (missing.length === 0) return candidate
    if (missing.length < headingsOf(candidate.profile).length) nearest.push({ name: candidate.name, missing })
  }
  throw importHeaderUnknown(fileName, kind, nearest)
}

async function readHead(source: Source): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const piece of source.bytes(0, headBytes)) parts.push(piece)
  return Buffer.concat(parts)
}

async function* counted(source: Source, onRead?: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const piece of source.bytes()) {
    yield piece
    bytes += piece.length
    onRead?.(bytes)
  }
}

function byteOrderMark(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return undefined
}

async function firstRecord(head: Uint8Array, mark: string | undefined, profile: Profile): Promise<readonly string[]> {
  const text = new TextDecoder(mark ?? decoderLabel(profile.encoding)).decode(head)
  const records = await new Promise<string[][]>((resolve, reject) =>
    parse(text, { ...csvOptions(profile), to: 1 }, (error, found) =>
      error ? reject(error) : resolve(found as string[][]),
    ),
  ).catch(() => [])
  return records[0] ?? []
}

const decoderLabel = (encoding: string) => (encoding === 'utf-16' ? 'utf-16le' : encoding)

/** Both kinds may stand in one file, where something was added by hand; a lone carriage return ends lines only where nothing else does. */
const lineEndsOf = (head: Uint8Array): string[] => (head.includes(10) ? ['\r\n', '\n'] : ['\r'])

const csvOptions = (profile: Profile) =>
  ({ delimiter: profile.delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: false }) as const

/** The text, chunk by chunk; bytes that are not in the encoding are a problem, not a question mark. */
async function* decoded(fileName: string, pieces: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(decoderLabel(encoding), { fatal: true })
  let line = 1
  const wrongIn = (bytes: Uint8Array | undefined) =>
    line + linesBeforeFault(bytes ?? new Uint8Array(), decoderLabel(encoding))
  const decode = (bytes: Uint8Array | undefined) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
    } catch (cause) {
      throw importEncodingWrong(fileName, wrongIn(bytes), encoding, { cause })
    }
  }
  const read = (bytes: Uint8Array | undefined) => {
    const text = decode(bytes)
    const zero = text.indexOf('\0')
    if (zero !== -1) throw importFileBinary(fileName, line + countLineEnds(text.slice(0, zero)))
    line += countLineEnds(text)
    return text
  }
  for await (const piece of pieces) yield read(piece)
  yield read(undefined)
}

const countLineEnds = (text: string): number => text.split('\n').length - 1

/** Counts the line ends before what can't be decoded; a character cut by the start of the piece may be taken for it. */
function linesBeforeFault(bytes: Uint8Array, label: string): number {
  const lines = Buffer.from(bytes).toString('latin1').split('\n')
  const fault = lines.findIndex(text => {
    try {
      new TextDecoder(label, { fatal: true }).decode(Buffer.from(text, 'latin1'))
      return false
    } catch {
      return true // the fault itself is told by the caller
    }
  })
  return Math.max(fault, 0)
}

async function* readRows(
  fileName: string,
  text: AsyncGenerator<string>,
  profile: Profile,
  header: readonly string[],
  lineEnds: string[],
): AsyncGenerator<ReadRow> {
  const fields = Object.entries(profile.columns).map(
    ([field, columns]) => [field, [columns].flat().map(column => header.indexOf(column))] as const,
  )
  const kept = header.map((heading, at) => ({ heading, at })).filter(({ heading }) => !isRejectColumn(heading))
  // Our own rejects file neutralised formulas by a leading apostrophe: what it added is taken off again.
  const restore =
    kept.length < header.length ? (cell: string) => cell.replace(/^'(?=[=+\-@\t\r])/, '') : (cell: string) => cell
  const footer = profile.footer === undefined ? undefined : new RegExp(profile.footer)
  let line = 1
  let isHeader = true
  for await (const { record, info } of parsed(fileName, text, profile, lineEnds)) {
    const startedAt = line
    line = info.lines + 1
    if (isHeader) {
      isHeader = false
      continue
    }
    if (record.every(cell => cell.trim() === '')) {
      yield { kind: 'blank' }
      continue
    }
    if (header.every((heading, at) => record[at]?.trim() === heading)) {
      yield { kind: 'repeated_header' }
      continue
    }
    if (footer?.test(record.join(profile.delimiter))) continue
    const reason =
      record.length < header.length ? 'too_few_columns' : record.length > header.length ? 'too_many_columns' : undefined
    if (reason) {
      yield {
        kind: 'misshapen',
        reason,
        row: { line: startedAt, values: {}, cells: withoutRejectCells(record, header).map(restore), warnings: [] },
      }
      continue
    }
    const values = Object.fromEntries(
      fields.map(([field, places]) => [
        field,
        places
          .map(at => restore(record[at] ?? '').trim())
          .filter(cell => cell !== '')
          .join(' '),
      ]),
    )
    yield {
      kind: 'row',
      row: { line: startedAt, values, cells: kept.map(({ at }) => restore(record[at] ?? '')), warnings: [] },
    }
  }
}

const withoutRejectCells = (record: readonly string[], header: readonly string[]) =>
  record.filter((_, at) => !isRejectColumn(header[at] ?? ''))

async function* parsed(
  fileName: string,
  text: AsyncGenerator<string>,
  profile: Profile,
  lineEnds: string[],
): AsyncGenerator<{ record: string[]; info: Info }> {
  let lastLine = 0 // of the last whole record: what breaks, breaks in the one after it
  const parser = parse({
    ...csvOptions(profile),
    record_delimiter: lineEnds,
    info: true,
    max_record_size: maximumRecordCharacters,
    on_record(found: string[], { lines }: InfoRecord) {
      lastLine = lines
      return found
    },
  })
  const fed = feed(text, parser)
  try {
    for await (const found of parser) yield found as { record: string[]; info: Info }
    await fed
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const why = whyBroken[error.code] ?? error.message
    throw importCsvBroken(fileName, lastLine + 1, why, { cause: error })
  } finally {
    parser.destroy()
    await fed.catch(() => undefined) // its error, if any, came out of the parser above
  }
}

const whyBroken: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark opens here and is not closed',
  CSV_MAX_RECORD_SIZE:
    'the row that begins here has more than a million characters; a quotation mark may open here and not be closed',
}

async function feed(text: AsyncGenerator<string>, parser: ReturnType<typeof parse>): Promise<void> {
  try {
    for await (const piece of text) {
      if (parser.destroyed) return
      if (!parser.write(piece)) await roomIn(parser)
    }
    parser.end()
  } catch (error) {
    parser.destroy(error as Error)
  }
}

function roomIn(parser: ReturnType<typeof parse>): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      parser.off('drain', done).off('close', done)
      resolve()
    }
    parser.on('drain', done).on('close', done)
  })
}
