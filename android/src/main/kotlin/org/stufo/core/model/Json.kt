package org.stufo.core.model

import org.json.JSONArray
import org.json.JSONObject

/** The boundary's optional fields are null or absent; org.json would tell "null" or 0. */
internal fun JSONObject.textOrNull(name: String): String? = if (isNull(name)) null else getString(name)

internal fun JSONObject.longOrNull(name: String): Long? = if (isNull(name)) null else getLong(name)

internal fun JSONObject.intOrNull(name: String): Int? = if (isNull(name)) null else getInt(name)

internal fun <T> JSONObject.objectOrNull(name: String, read: (JSONObject) -> T): T? =
    if (isNull(name)) null else read(getJSONObject(name))

internal fun <T> JSONObject.list(name: String, read: (JSONObject) -> T): List<T> = getJSONArray(name).map(read)

internal fun JSONObject.texts(name: String): List<String> =
    getJSONArray(name).let { array -> List(array.length()) { array.getString(it) } }

internal fun <T> JSONArray.map(read: (JSONObject) -> T): List<T> = List(length()) { read(getJSONObject(it)) }

/** org.json drops a field whose value is null: the boundary wants it said. */
internal fun JSONObject.putNullable(name: String, value: Any?): JSONObject = put(name, value ?: JSONObject.NULL)
