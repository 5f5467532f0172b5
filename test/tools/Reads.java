// Reads every column of the reports through JDBC, as object and as string, and compares it with the same column as psql
// shows it. Prints the values that differ, or the types with their Java classes if none does. Each line of the file has
// a report, the types of its columns and a query, with tabs between.

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.*;
import java.util.Set;
import java.util.TreeSet;
import javax.net.SocketFactory;
import org.postgresql.util.PGInterval;

public class Reads {
	/** The driver only knows TCP, and the server of the tests only listens on a Unix socket. */
	public static class Local extends SocketFactory {
		static class Channel extends Socket {
			private SocketChannel channel;

			@Override public void connect(SocketAddress ignored, int timeout) throws IOException {
				channel = SocketChannel.open(UnixDomainSocketAddress.of(
						System.getenv("PGHOST") + "/.s.PGSQL." + System.getenv("PGPORT")));
			}
			@Override public boolean isConnected() { return channel != null; }
			@Override public InputStream getInputStream() { return Channels.newInputStream(channel); }
			@Override public OutputStream getOutputStream() { return Channels.newOutputStream(channel); }
			@Override public void setTcpNoDelay(boolean on) { }
			@Override public void close() throws IOException { channel.close(); }
		}

		@Override public Socket createSocket() { return new Channel(); }
		@Override public Socket createSocket(String host, int port) { return null; }
		@Override public Socket createSocket(InetAddress host, int port) { return null; }
		@Override public Socket createSocket(String host, int port, InetAddress from, int at) { return null; }
		@Override public Socket createSocket(InetAddress host, int port, InetAddress from, int at) { return null; }
	}

	/** Does the object, as a tool prints it, read as in psql? */
	static boolean sameAs(String text, Object object) {
		if (object instanceof Boolean yes)
			return text.equals(yes ? "t" : "f");
		if (object instanceof BigDecimal number)
			return text.equals(number.toPlainString());
		// the driver prints it in the zone of the program, which is that of the session
		if (object instanceof Timestamp time)
			return text.replaceFirst("[+-][0-9:]+$", "").equals(time.toString().replaceFirst("[.]0$", ""));
		// in words, all units: "0 years 0 mons 0 days 7 hours 24 mins 0.0 secs"
		if (object instanceof PGInterval)
			return object.toString().matches("(-?[0-9.]+ (years|mons|days|hours|mins|secs) ?){6}");
		return text.equals(object.toString());
	}

	public static void main(String[] files) throws Exception {
		String url = "jdbc:postgresql:" + System.getenv("PGDATABASE") + "?user=" + System.getenv("PGUSER")
				+ "&socketFactory=Reads$Local";
		Set<String> shown = new TreeSet<>();
		int values = 0, wrong = 0;

		try (Connection jdbc = DriverManager.getConnection(url); Statement ask = jdbc.createStatement()) {
			// a hundred rows at a time
			jdbc.setAutoCommit(false);
			ask.setFetchSize(100);
			for (String line : Files.readAllLines(Path.of(files[0]))) {
				String[] part = line.split("\t"), types = part[1].split(", ");
				ResultSet row = ask.executeQuery(part[2]);
				boolean empty = true;
				while (row.next()) {
					empty = false;
					for (int n = 1; n <= types.length; n++) {
						Object object = row.getObject(n);
						String string = row.getString(n), text = row.getString(types.length + n);
						if (object == null && string == null && text == null)
							continue;
						values++;
						String column = part[0] + "." + row.getMetaData().getColumnName(n);
						if (text.equals("-infinity")) {
							shown.add("-infinity in " + column + "|" + object);
							continue;
						}
						shown.add(types[n - 1] + "|" + object.getClass().getSimpleName());
						if (!text.equals(string) || !sameAs(text, object))
							if (++wrong <= 10)
								System.out.println(column + ": JDBC " + object + ", as string " + string + ", psql " + text);
					}
				}
				if (empty) {
					System.out.println(part[0] + " has no rows to compare");
					wrong++;
				}
			}
		}
		if (wrong == 0)
			shown.forEach(System.out::println);
		System.err.println("JDBC: " + values + " values");
		System.exit(wrong > 0 ? 1 : 0);
	}
}
