import './app/tokens.css'
import './app/base.css'
import './ui/ui.css'

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { App } from './app/App.tsx'
import { applyTheme, storedTheme } from './app/theme.ts'
import { watchConnection } from './ui/online.ts'

applyTheme(storedTheme())
watchConnection()
const root = document.getElementById('root')
if (root === null) throw new Error('The page has no place to draw in.')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
