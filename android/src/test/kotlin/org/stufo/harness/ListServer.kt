package org.stufo.harness

import java.io.Closeable
import java.io.OutputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/** A web server on the loopback that says, byte for byte, what a test tells it to: also what no decent server would. */
class ListServer : Closeable {
    private val socket = ServerSocket(0, 50, InetAddress.getLoopbackAddress())
    private val paths = ConcurrentHashMap<String, (String, OutputStream) -> Unit>()

    private val closed = CountDownLatch(1)

    /** Every request's head, as it came. */
    val requests = CopyOnWriteArrayList<String>()

    private val asked = CountDownLatch(1)

    /** False: nobody asked for anything within a minute. */
    fun awaitRequest(): Boolean = asked.await(1, TimeUnit.MINUTES)

    init {
        thread(isDaemon = true) {
            while (!socket.isClosed) {
                val client = runCatching { socket.accept() }.getOrNull() ?: break
                thread(isDaemon = true) { runCatching { client.use(::serve) } }
            }
        }
    }

    fun url(path: String) = "http://${socket.inetAddress.hostAddress}:${socket.localPort}$path"

    fun answer(path: String, whole: String) = answerWith(path) { whole }

    fun answerWith(path: String, whole: (request: String) -> String) {
        paths[path] = { request, out -> out.write(whole(request).toByteArray(Charsets.ISO_8859_1)) }
    }

    /** A body without an end, a line at a time. */
    fun drip(path: String, pauseMillis: Long) {
        paths[path] = { _, out ->
            out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".toByteArray())
            while (true) {
                out.write("+390255551234\n".toByteArray())
                out.flush()
                if (pauseMillis > 0) Thread.sleep(pauseMillis)
            }
        }
    }

    /** Headers without an end, a byte at a time. */
    fun dripHeaders(path: String, pauseMillis: Long) {
        paths[path] = { _, out ->
            out.write("HTTP/1.1 200 OK\r\nX-Endless: ".toByteArray())
            while (true) {
                out.write('x'.code)
                out.flush()
                Thread.sleep(pauseMillis)
            }
        }
    }

    /** A body without an end, as fast as it is taken. */
    fun endless(path: String) {
        val much = "+390255551234\n".repeat(5_000).toByteArray()
        paths[path] = { _, out ->
            out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".toByteArray())
            while (true) out.write(much)
        }
    }

    /** What is said first, then nothing more until the server is closed. */
    fun silence(path: String, first: String = "") {
        paths[path] = { _, out ->
            out.write(first.toByteArray(Charsets.ISO_8859_1))
            out.flush()
            closed.await(1, TimeUnit.MINUTES)
        }
    }

    private fun serve(client: Socket) {
        val lines = client.getInputStream().bufferedReader(Charsets.ISO_8859_1).lineSequence()
        val head = lines.takeWhile(String::isNotEmpty).joinToString("\n")
        requests += head
        asked.countDown()
        val path = head.substringAfter(' ').substringBefore(' ')
        val out = client.getOutputStream()
        val act = paths[path] ?: { _, missing -> missing.write("HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n".toByteArray()) }
        act(head, out)
        out.flush()
    }

    override fun close() {
        closed.countDown()
        socket.close()
    }
}
