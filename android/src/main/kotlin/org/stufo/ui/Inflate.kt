package org.stufo.ui

import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup

/** A view of [layout] measured for this parent, not yet in it. */
internal fun ViewGroup.inflate(layout: Int): View = LayoutInflater.from(context).inflate(layout, this, false)
