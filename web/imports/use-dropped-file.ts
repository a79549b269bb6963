import { useEffect, useState } from 'react'

/**
 * A file that is dropped anywhere on the page or pasted into it; also rows copied from a spreadsheet, as a file of their
 * own. Says whether one is held over the page.
 */
export function useDroppedFile(isOpen: boolean, take: (files: readonly File[]) => void): boolean {
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    if (!isOpen) return
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault() // else the browser would leave the page and open the file
      setIsOver(true)
    }
    const left = (event: DragEvent) => event.relatedTarget === null && setIsOver(false)
    const dropped = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      setIsOver(false)
      take([...event.dataTransfer.files])
    }
    const pasted = (event: ClipboardEvent) => {
      if (!event.clipboardData || isTyping(event.target)) return
      const files = filesOf(event.clipboardData)
      if (files.length > 0) take(files)
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', left)
    window.addEventListener('drop', dropped)
    window.addEventListener('paste', pasted)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', left)
      window.removeEventListener('drop', dropped)
      window.removeEventListener('paste', pasted)
    }
  }, [isOpen, take])
  return isOver
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement

/** Cells copied from a spreadsheet come as text with tabs between them; a word or two is no file. */
function filesOf(clipboard: DataTransfer): readonly File[] {
  if (clipboard.files.length > 0) return [...clipboard.files]
  const text = clipboard.getData('text/plain')
  return text.includes('\n') ? [new File([text], 'pasted-rows.txt', { type: 'text/plain' })] : []
}
