import '@fontsource-variable/inter'
import './ui/mantine.css'
import './ui/base.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient, router } from './router.tsx'
import { cssVariables, theme } from './ui/theme.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root".')

// A browser may bring a page back whole, also one of somebody who has signed out since: it is loaded afresh, unseen until then.
window.addEventListener('pagehide', () => {
  root.hidden = true
})
window.addEventListener('pageshow', event => {
  if (event.persisted) window.location.reload()
  else root.hidden = false
})

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
