package org.stufo.sync

import android.Manifest
import android.content.Context
import android.content.pm.PackageManager

/**
 * Whether this package may use the network at all. One built with `--offline` may not: its lists come from files, and nothing is
 * offered or planned that would fail.
 */
fun Context.mayUseNetwork(): Boolean {
    val declared = packageManager.getPackageInfo(packageName, PackageManager.GET_PERMISSIONS).requestedPermissions
    return declared != null && Manifest.permission.INTERNET in declared
}
