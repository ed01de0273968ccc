package org.stufo.harness

import java.io.Closeable
import java.io.File

/** Holds a folder's lock (`flock`) from another process, as a second program that deletes files there would. */
class FolderLock private constructor(private val holder: Process) : Closeable {
    override fun close() {
        holder.destroyForcibly().waitFor()
    }

    companion object {
        fun on(folder: File): FolderLock {
            // Without a fork the lock goes with the one process that is ended.
            val holder = ProcessBuilder("flock", "--no-fork", folder.path, "sh", "-c", "echo !; exec sleep 600")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
            check(holder.inputStream.read() == '!'.code) { "the lock could not be taken" }
            return FolderLock(holder)
        }
    }
}
