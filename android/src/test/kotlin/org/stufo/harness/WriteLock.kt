package org.stufo.harness

import java.io.Closeable
import java.io.File
import java.io.RandomAccessFile
import java.nio.file.Path

/**
 * Holds a database's write lock from another process, as a second app would: such locks bind processes, not threads.
 * In WAL mode SQLite's write lock is byte 120 of the `-shm` file.
 */
class WriteLock private constructor(private val holder: Process) : Closeable {
    override fun close() {
        holder.destroyForcibly().waitFor()
    }

    companion object {
        private const val WRITE_LOCK_BYTE = 120L

        fun on(database: File): WriteLock {
            val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
            val classes = System.getProperty("java.class.path")
            val holder = ProcessBuilder(java, "-cp", classes, "org.stufo.harness.WriteLockKt", "${database.path}-shm")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
            check(holder.inputStream.read() == '!'.code) { "the lock could not be taken" }
            return WriteLock(holder)
        }

        internal fun hold(path: String) {
            RandomAccessFile(path, "rw").use { file ->
                file.channel.lock(WRITE_LOCK_BYTE, 1, false).use {
                    print('!')
                    System.out.flush()
                    Thread.sleep(Long.MAX_VALUE)
                }
            }
        }
    }
}

fun main(args: Array<String>) = WriteLock.hold(args[0])
