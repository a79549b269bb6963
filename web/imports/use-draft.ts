import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type ImportDetail, importQuery, type ReadAs, readAs } from './api.ts'
import { asDefinition, type Definition, toSend } from './definition.ts'

export interface Draft {
  readonly definition: Definition
  /** Shown at once, and kept by the server: a reload, or another's page, finds it. */
  readonly change: (next: Definition) => void
  /** Reads the file by a known profile instead. */
  readonly readBy: (name: string) => void
  readonly isSaving: boolean
  readonly error: Error | null
}

/** How a file is to be read, as it is being corrected: each edit is sent, one after another, and the last one stands. */
export function useDraft(force: string, detail: ImportDetail): Draft {
  const client = useQueryClient()
  // Held here until it is kept: what a mutation says of itself comes a moment after the click that began it.
  const [edited, setEdited] = useState<Definition>()
  const save = useMutation({
    scope: { id: `read-as ${detail.id}` },
    mutationFn: ({ edit, ...body }: ReadAs & { readonly edit?: Definition }) =>
      readAs(force, detail.id, edit ? { ...body, definition: toSend(edit) } : body),
    onSuccess: fresh => client.setQueryData(importQuery(force, detail.id).queryKey, fresh),
    onSettled: (_fresh, _error, { edit }) => setEdited(last => (last === edit ? undefined : last)),
  })
  const kept = asDefinition(detail.definition ?? detail.inspection?.definition ?? {}, detail.kind)
  return {
    definition: edited ?? kept,
    change: definition => {
      setEdited(definition)
      save.mutate({ kind: definition.kind, edit: definition })
    },
    readBy: profile => save.mutate({ kind: detail.kind, profile }),
    isSaving: save.isPending,
    error: save.error,
  }
}
