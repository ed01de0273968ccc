package org.stufo.core

import android.content.Context

/** A service every phone has. */
inline fun <reified T : Any> Context.service(): T = requireNotNull(getSystemService(T::class.java)) { T::class.java.name }
