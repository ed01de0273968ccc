package org.stufo.harness

import java.io.Closeable
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.Socket

/** An address of this machine at which nobody listens, and nobody else can begin to while a test asks there. */
class NobodyThere : Closeable {
    private val held = Socket().apply { bind(InetSocketAddress(InetAddress.getLoopbackAddress(), 0)) }

    fun url(path: String) = "http://${held.localAddress.hostAddress}:${held.localPort}$path"

    override fun close() = held.close()
}
