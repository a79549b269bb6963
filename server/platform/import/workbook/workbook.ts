import { type FileRecord, isFilled, maximumColumns } from '../file-record.ts'
import {
  importFormatUnknown,
  importSheetUnknown,
  importTooManyColumns,
  importWorkbookBroken,
  importWorkbookTooLarge,
} from '../problems.ts'
import type { Source } from '../source.ts'
import { type Archive, openArchive } from './archive.ts'
import { mainPart, readDirectory, type SheetEntry } from './directory.ts'
import { RowTooWide, WorkbookFault, WorkbookTooLarge } from './fault.ts'
import { noStrings, readSharedStrings } from './shared-strings.ts'
import { type SheetContext, sheetRows } from './sheet-rows.ts'
import { readStyles } from './styles.ts'

export interface Sheet {
  readonly name: string
  /** In batches; afresh each time it is called. `onRead` hears how much is behind, from 0 to 1. */
  rows(onRead?: (share: number) => void): AsyncGenerator<readonly FileRecord[]>
}

/** An Excel workbook (ECMA-376): the texts of its cells, row by row. */
export interface Workbook {
  /** The visible ones. */
  readonly sheets: readonly string[]
  /**
   * The one of this name; without a name the first that is visible and has something in it, else the first. Throws
   * `import_sheet_unknown`.
   */
  sheet(name: string | undefined): Promise<Sheet>
}

/** Throws `import_format_unknown` for what is another thing packed with zip, and what `openArchive` throws. */
export async function openWorkbook(source: Source): Promise<Workbook> {
  const { fileName } = source
  return withPlace(fileName, 'its directory', async () => {
    const archive = await openArchive(source)
    const main = await mainPartOf(fileName, archive)
    const { sheets, stringsPart, stylesPart, is1904 } = await readDirectory(archive, main)
    const visible = sheets.filter(({ isVisible }) => isVisible)
    let context: Promise<SheetContext> | undefined
    const getContext = async (): Promise<SheetContext> => ({
      is1904,
      styles: await stylesOf(fileName, archive, stylesPart),
      strings: await stringsOf(fileName, archive, stringsPart),
    })
    const open = ({ name, part }: SheetEntry): OpenSheet => {
      async function* rowsOf(pieces: AsyncIterable<Uint8Array>) {
        context ??= getContext()
        yield* withPlaceOfRows(fileName, `the sheet "${name}"`, sheetRows(pieces, await context))
      }
      return {
        name,
        part,
        rows: onRead => rowsOf(archive.part(part, onRead)),
        async hasContent(budget) {
          for await (const rows of rowsOf(within(budget, archive.part(part)))) if (rows.some(isFilled)) return true
          return false
        },
      }
    }
    return { sheets: visible.map(({ name }) => name), sheet: choosing(fileName, sheets.map(open), visible.map(open)) }
  })
}

interface OpenSheet extends Sheet {
  readonly part: string
  hasContent(budget: Budget): Promise<boolean>
}

/** What may be unpacked, of all sheets together, until something is found in one. */
interface Budget {
  bytes: number
}
const megabyte = 1024 * 1024
const mostEmptyBytes = 256 * megabyte

async function* within(budget: Budget, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    budget.bytes -= piece.length
    if (budget.bytes < 0)
      throw new WorkbookTooLarge(`nothing is in its first ${mostEmptyBytes / megabyte} MB of sheets`)
    yield piece
  }
}

function choosing(fileName: string, all: readonly OpenSheet[], visible: readonly OpenSheet[]): Workbook['sheet'] {
  let firstFilled: Promise<Sheet | undefined> | undefined
  const find = async () => {
    const budget = { bytes: mostEmptyBytes }
    // Sheets may name one part, however many they are: it is looked into once.
    const byPart = new Map(visible.toReversed().map(sheet => [sheet.part, sheet]))
    for (const sheet of visible) if (byPart.get(sheet.part) === sheet && (await sheet.hasContent(budget))) return sheet
    return visible[0]
  }
  return async name => {
    if (name === undefined) firstFilled ??= find()
    const isNamed = (sheet: Sheet) => sheet.name.toLowerCase() === name?.toLowerCase()
    const found = name === undefined ? await firstFilled : all.find(isNamed)
    if (found === undefined)
      throw importSheetUnknown(
        fileName,
        name,
        visible.map(sheet => sheet.name),
      )
    return found
  }
}

/** What else is packed with zip, by the parts that it has. */
async function mainPartOf(fileName: string, archive: Archive): Promise<string> {
  if (archive.isLocked) throw importFormatUnknown(fileName, 'packed with a password: unpack it first, then')
  const main = archive.has('mimetype') ? undefined : await mainPart(archive)
  if (main !== undefined && /\.xml$/i.test(main) && /^(?!word|ppt)/i.test(main)) return main
  if (main !== undefined)
    throw importFormatUnknown(
      fileName,
      /\.bin$/i.test(main) ? 'a binary workbook (.xlsb)' : 'an office document that is no workbook',
    )
  if (archive.has('mimetype') && archive.has('content.xml'))
    throw importFormatUnknown(fileName, 'a workbook of another kind (.ods)')
  throw importFormatUnknown(fileName, 'packed with zip: unpack it first, then')
}

const stylesOf = async (fileName: string, archive: Archive, part: string | undefined) =>
  part === undefined ? [] : withPlace(fileName, 'the list of its formats', () => readStyles(archive.part(part)))

const stringsOf = async (fileName: string, archive: Archive, part: string | undefined) =>
  part === undefined
    ? noStrings
    : withPlace(fileName, 'the list of its texts', () => readSharedStrings(archive.part(part)))

async function withPlace<Result>(fileName: string, place: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read()
  } catch (cause) {
    throw placed(fileName, place, cause as Error)
  }
}

async function* withPlaceOfRows<Item>(fileName: string, place: string, items: AsyncIterable<Item>) {
  try {
    yield* items
  } catch (cause) {
    throw placed(fileName, place, cause as Error)
  }
}

/** A fault of the content is told with where it is; whatever else goes wrong is told by who knows it. */
function placed(fileName: string, place: string, cause: Error): Error {
  if (cause instanceof WorkbookTooLarge) return importWorkbookTooLarge(fileName, cause.message)
  if (cause instanceof RowTooWide) return importTooManyColumns(fileName, cause.line, cause.columns, maximumColumns)
  return cause instanceof WorkbookFault ? importWorkbookBroken(fileName, place, cause.message, { cause }) : cause
}
