import { SaxesParser } from 'saxes'
import { WorkbookFault } from './fault.ts'

export type Attributes = Readonly<Record<string, string>>

/** What is done at each mark, by its name without the prefix, which writers choose as they like. */
export interface XmlHandlers {
  open(name: string, attributes: Attributes): void
  text?(text: string): void
  close?(name: string): void
}

const deepest = 64
/** A cell holds 32,767 characters at most. */
const longestText = 1_000_000

/**
 * Reads XML piece by piece; yields after each, so that what came of it can be taken away. Throws a `WorkbookFault`
 * for what is no XML. Entities that a document declares itself are none to this parser, so they can't multiply.
 */
export async function* readXml(pieces: AsyncIterable<Uint8Array>, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false })
  let depth = 0
  let charactersSinceMark = 0
  parser.on('error', error => {
    throw new WorkbookFault(error.message, { cause: error })
  })
  parser.on('opentag', ({ name, attributes }) => {
    charactersSinceMark = 0
    depth += 1
    if (depth > deepest) throw new WorkbookFault(`its marks stand in each other more than ${deepest} deep`)
    handlers.open(withoutPrefix(name), attributes)
  })
  parser.on('text', text => handlers.text?.(text))
  parser.on('cdata', text => handlers.text?.(text))
  parser.on('closetag', ({ name }) => {
    charactersSinceMark = 0
    depth -= 1
    handlers.close?.(withoutPrefix(name))
  })
  for await (const text of decoded(pieces)) {
    if (charactersSinceMark > longestText) throw new WorkbookFault('a text in it has more than a million characters')
    charactersSinceMark += text.length
    parser.write(text)
    yield
  }
  parser.close()
  yield
}

async function* decoded(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (piece?: Uint8Array) => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined })
    } catch (cause) {
      throw new WorkbookFault('it is not UTF-8', { cause })
    }
  }
  for await (const piece of pieces) yield decode(piece)
  yield decode()
}

const withoutPrefix = (name: string): string => name.slice(name.indexOf(':') + 1)
