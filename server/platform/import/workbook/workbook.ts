import { type FileRecord, isFilled } from '../file-record.ts'
import { importFormatUnknown, importSheetUnknown, importWorkbookBroken, importWorkbookTooLarge } from '../problems.ts'
import type { Source } from '../source.ts'
import { type Archive, openArchive } from './archive.ts'
import { mainPart, readDirectory, type SheetEntry } from './directory.ts'
import { WorkbookFault } from './fault.ts'
import { largestStringsBytes, noStrings, readSharedStrings, TooManyStrings } from './shared-strings.ts'
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
    const open = ({ name, part }: SheetEntry): Sheet => ({
      name,
      async *rows(onRead) {
        context ??= getContext()
        const rows = sheetRows(archive.part(part, onRead), await context)
        yield* withPlaceOfRows(fileName, `the sheet "${name}"`, rows)
      },
    })
    return { sheets: visible.map(({ name }) => name), sheet: choosing(fileName, sheets.map(open), visible.map(open)) }
  })
}

function choosing(fileName: string, all: readonly Sheet[], visible: readonly Sheet[]): Workbook['sheet'] {
  let firstFilled: Promise<Sheet | undefined> | undefined
  const find = async () => {
    for (const sheet of visible) if (await hasContent(sheet)) return sheet
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

async function hasContent(sheet: Sheet): Promise<boolean> {
  for await (const rows of sheet.rows()) if (rows.some(isFilled)) return true
  return false
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
  if (cause instanceof TooManyStrings)
    return importWorkbookTooLarge(fileName, `its texts are more than ${largestStringsBytes / 1024 / 1024} MB`)
  return cause instanceof WorkbookFault ? importWorkbookBroken(fileName, place, cause.message, { cause }) : cause
}
