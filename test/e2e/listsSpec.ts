/** A small spec of two tasks, put into the workspace and approved in the panel. */
import type { Editor } from './driver';
import { openSidebar, type Panel, panelOf, put, treeRow } from './user';

/** Its folder in the workspace. */
export const folder = '.kiro/specs/lists';

/** Its documents, by name. */
export const documents: Readonly<Record<string, string>> = {
  'requirements.md': `# Requirements Document

## Introduction

Lists of things.

## Requirements

### Requirement 1: Keep lists

**User Story:** As a user, I want lists, so that I remember things.

#### Acceptance Criteria

1. WHEN a user posts a title, THE Service SHALL store the list.
`,
  'design.md': `# Design Document

## Overview

One module.

## Architecture

One process.

## Components and Interfaces

A module with an array.

## Data Models

A list has a title.

## Error Handling

None.

## Testing Strategy

Unit tests.
`,
  'tasks.md': `# Implementation Plan

## Tasks

- [ ] 1. Keep lists in an array
  - _Requirements: 1.1_
- [ ] 2. Store them in a file
  - _Requirements: 1.1_
`,
};

/** Writes the documents. */
export function putSpec(editor: Editor): void {
  for (const [name, text] of Object.entries(documents)) put(editor, `${folder}/${name}`, text);
}

/** Opens the panel from the row of the spec, and approves its three documents. */
export async function approveAll(editor: Editor): Promise<Panel> {
  await openSidebar(editor);
  const spec = treeRow(editor, 'lists');
  await spec.waitFor();
  await spec.hover();
  await spec.locator('.action-label[aria-label^="Open Panel"]').click();
  const panel = panelOf(editor);
  for (const name of ['requirements', 'design', 'tasks'])
    await panel.press(new RegExp(`^(Approve|Go to) ?.*${name}`, 'i'));
  return panel;
}
