import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ImportDetail, importQuery, profilesQuery, type ReadAs, readAs } from './api.ts'
import { asDefinition, type Definition } from './definition.ts'

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
  const save = useMutation({
    scope: { id: `read-as ${detail.id}` },
    mutationFn: (body: ReadAs) => readAs(force, detail.id, body),
    onSuccess: (fresh, { saveAs }) => {
      client.setQueryData(importQuery(force, detail.id).queryKey, fresh)
      if (saveAs) void client.invalidateQueries({ queryKey: profilesQuery(force).queryKey })
    },
  })
  const sent = save.isPending ? save.variables.definition : undefined
  const kept = asDefinition(detail.definition ?? detail.inspection?.definition ?? {}, detail.kind)
  return {
    definition: sent ?? kept,
    change: definition => save.mutate({ kind: definition.kind, definition }),
    readBy: profile => save.mutate({ kind: detail.kind, profile }),
    isSaving: save.isPending,
    error: save.error,
  }
}
